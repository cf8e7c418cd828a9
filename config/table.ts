/** A table that is asked for texts which people write. It has none of the members that every object has, so a machine called `constructor` is in no table. */
export function table<Entries extends object>(entries: Entries): Entries {
  return Object.assign(Object.create(null) as object, entries);
}
