import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import { MANIFEST_READERS } from './readers.ts';

export const manifestDependencies = defineDetector({
  id: 'manifest-dependencies',
  title: 'Dependencies in manifests of Go, Python, Ruby, Maven, Gradle and .NET',
  kind: 'architecture',
  docs: 'https://go.dev/ref/mod#go-mod-file-require',
  reads: 'text',
  files: [
    '**/go.mod',
    '**/requirements*.txt',
    '**/requirements/*.txt',
    '**/pyproject.toml',
    '**/Pipfile',
    '**/Gemfile',
    '**/pom.xml',
    '**/build.gradle',
    '**/build.gradle.kts',
    '**/*.csproj',
  ],
  emits: ['artefact'],
  limits: [
    'A dependency that is listed is not yet one that is used.',
    'Versions that stand elsewhere (properties, catalogues, central package management, lock files) are not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const reader = MANIFEST_READERS.find(({ files }) => files.test(file.path));
    if (!reader) return [];
    return reader.read(file.text).map(({ name, version, start, isDevelopment }) => ({
      kind: 'artefact',
      artefact: 'dependency',
      at: file.locate(start, start + name.length - (name.indexOf(':') + 1)),
      ecosystem: reader.ecosystem,
      name,
      version,
      isDevelopment: isDevelopment === true,
    }));
  },
});
