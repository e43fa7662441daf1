import type { Link } from './links.ts';

export function page(links: readonly Link[]) {
  return (
    <html lang="en">
      <body>
        <h1>Short links</h1>
        <ul>
          {links.map((it) => (
            <li>
              <a href={`/${it.id}`}>{it.target}</a>
            </li>
          ))}
        </ul>
      </body>
    </html>
  );
}
