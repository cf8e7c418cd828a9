/** Addresses that may hold a user name and a password: such a one is refused, and told without them. */

export function hasUser(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

/** The text as it is told. One that is no address at all may hold a password as well. */
export function withoutUser(text: string): string {
  if (!hasUser(text)) return text.replace(/\/\/[^/]*@/g, '//…@');
  const { protocol, host, pathname, search } = new URL(text);
  return `${protocol}//…@${host}${pathname}${search}`;
}
