import { Option } from 'commander';

/** Files of `--model`, in the order given: what `withModels` takes. */
export type ModelOption = { readonly model: readonly string[] };

/** `--model FILE`, any number of times. */
export function modelOption(): Option {
  return new Option('--model <file>', 'also follow the model of this file; may be given several times')
    .argParser((file: string, files: readonly string[]) => [...files, file])
    .default([], 'none');
}
