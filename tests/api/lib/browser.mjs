// browser.mjs - as much of a browser as sign-in needs: cookies by host and path, redirects one at a time, and forms
// found in a page. One Browser is one person at one computer.

export class Browser {
	#cookies = [];

	/** The cookies that go to this address, as the header has them. */
	cookie(url) {
		const { hostname, pathname } = new URL(url);
		return this.#cookies.filter((c) => c.host === hostname && covers(c.path, pathname))
			.map((c) => `${c.name}=${c.value}`).join('; ');
	}

	setCookie(url, name, value, path = '/') {
		const host = new URL(url).hostname;
		this.#cookies = this.#cookies.filter((c) => c.host !== host || c.name !== name || c.path !== path);
		if (value !== null)
			this.#cookies.push({ host, name, value, path });
	}

	/** One request; redirects are the caller's business. */
	async fetch(url, { headers = {}, ...options } = {}) {
		const cookie = this.cookie(url);
		const answer = await fetch(url, {
			redirect: 'manual',
			...options,
			headers: { ...(cookie ? { cookie } : {}), ...headers },
		});
		for (const line of answer.headers.getSetCookie())
			this.#keep(url, line);
		return answer;
	}

	/** Follows redirects until a page, or until `stop` says so of the next address; {answer, url}. */
	async go(url, { stop = () => false, limit = 12 } = {}) {
		for (let turn = 0; turn < limit; turn++) {
			const answer = await this.fetch(url);
			const location = answer.headers.get('location');
			if (!location || answer.status < 300 || answer.status > 399)
				return { answer, url };
			await answer.arrayBuffer();
			const next = new URL(location, url).href;
			if (stop(next))
				return { answer, url: next };
			url = next;
		}
		throw new Error(`more than ${limit} redirects, now at ${url}`);
	}

	#keep(url, line) {
		const [pair, ...attributes] = line.split(';').map((part) => part.trim());
		const name = pair.slice(0, pair.indexOf('=')), value = pair.slice(pair.indexOf('=') + 1);
		const of = (key) => attributes.find((a) => a.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
		const ended = of('max-age') !== undefined ? Number(of('max-age')) <= 0
			: of('expires') !== undefined && Date.parse(of('expires')) <= Date.now();
		this.setCookie(url, name, ended ? null : value, of('path') ?? '/');
	}
}

const covers = (path, pathname) =>
	pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);

/** The first form of a page: where it goes. */
export function formAction(html, url) {
	const action = /<form[^>]*\baction="([^"]*)"/.exec(html)?.[1];
	if (action === undefined)
		throw new Error(`no form in the page of ${url}: ${html.slice(0, 300)}`);
	const plain = action.replace(/&#(\d+);/g, (_, n) => String.fromCharCode(n)).replaceAll('&amp;', '&');
	return new URL(plain, url).href;
}
