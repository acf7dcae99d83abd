/** What `wattline delete` is to delete. */
export interface DeletionOptions {
  readonly entity?: string;
  readonly from?: string;
  readonly to?: string;
  readonly upload?: string;
}
