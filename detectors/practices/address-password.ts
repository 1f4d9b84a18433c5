/** Passwords in the addresses and settings of connections. */

/** `scheme://user:password@host`, `user:password@tcp(host)/db`, `host=db password=…`. Sources: lib/pq, go-sql-driver/mysql, ADO.NET. */
export function passwordIn(text: string): string | undefined {
  if (text.length > 2_000) return undefined;
  return (
    /^\w+:\/\/[^:@/\s]*:([^@/\s]+)@/.exec(text)?.[1] ??
    /^[^:@/\s]+:([^@\s]+)@(?:tcp|unix)\(/.exec(text)?.[1] ??
    /(?:^|[\s;])(?:password|pwd)\s?=\s?'?([^\s;']+)/i.exec(text)?.[1]
  );
}
