export type Dtype = 'Int64' | 'Float64';
export type Value = number | null;
