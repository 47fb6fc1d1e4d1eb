// routes.mjs - the table of routes as the program has it, read from its source, so that no route is forgotten by a sweep.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stack } from './api.mjs';

const file = join(stack.root, 'fcgi/app/routes.c');
const source = readFileSync(file, 'utf8');
const places = Object.fromEntries([...readFileSync(join(stack.root, 'fcgi/api/shape.h'), 'utf8').matchAll(/^#define (\w+_API) "([^"]+)"$/gm)].map((row) => [row[1], row[2]]));
const rows = /^const struct route routes\[\] = \{\n([^]*?)^\};/m.exec(source)[1];

/** { method, path, action, local, key: 'GET /rest/...' } */
export const routes = rows.split(/\n\t(?=[A-Z]+\s*\()/).map((row) => row.replace(/\s+/g, ' ').trim()).filter(Boolean).map((row) => {
	const found = /^([A-Z]+) ?\( ?(\w+_API)? ?"([^"]*)", (\w+), (\w+)(.*)\),$/.exec(row);
	if (!found)
		throw new Error(`${file}: not a route that this test can read: ${row}`);
	const [, method, place, path, , action, rest] = found;
	return { method, path: (place ? places[place] : '') + path, action, local: /\.local = true/.test(rest), gate: /\.gate = /.test(rest),
		key: `${method} ${place ? places[place] : ''}${path}` };
});

/** The path with its named parts filled in. */
export const fill = (path, names) => path.replace(/\{(\w+)\}/g, (_, name) => names[name] ?? `{${name}}`);
