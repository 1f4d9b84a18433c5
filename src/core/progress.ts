/** What a long run tells the person who waits. Nothing of it reaches a report. */

export type ProgressEvent =
  /** Within one tree. `done` and `total` count files, and are 0 where a stage has nothing to count. */
  | { readonly kind: 'stage'; readonly stage: ScanStage; readonly done: number; readonly total: number }
  /** Over several repositories. `quota` is what the host's API still allows, when it says so. */
  | {
      readonly kind: 'repository';
      readonly name: string;
      readonly done: number;
      readonly total: number;
      readonly failed: number;
      readonly quota?: number;
    }
  /** One sentence that is worth a line of the log. */
  | { readonly kind: 'note'; readonly level: 'info' | 'warning' | 'debug'; readonly text: string };

export type ScanStage = 'list' | 'read' | 'link' | 'reconcile' | 'evidence' | 'score';
