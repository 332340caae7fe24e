/**
 * Answers say every field. The OpenAPI document marks those that may be null as optional too, because requests may leave
 * them out; here they are what an answer holds: there, and possibly null.
 */
export type Present<T> = T extends readonly (infer Item)[]
  ? Present<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Present<Exclude<T[Key], undefined>> }
    : T;
