/* page.mjs - the provider's own few pages: plain HTML without scripts of others, fonts of others or pictures. */
export const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style = (hue) => `
	:root { color-scheme: light dark; --brand: oklch(0.48 0.13 ${hue}); --paper: #fff; --ground: oklch(0.96 0.012 ${hue}); --ink: #1b2026; --quiet: #5a6470; --line: #c4cbd3 }
	@media (prefers-color-scheme: dark) { :root { --brand: oklch(0.72 0.12 ${hue}); --paper: #20252b; --ground: #15181c; --ink: #eceff2; --quiet: #a4adb7; --line: #4a535d } }
	* { box-sizing: border-box }
	body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground) }
	main { width: min(24rem, 100vw - 2rem); padding: 2.25rem; background: var(--paper); border-radius: 12px; border-top: 4px solid var(--brand); box-shadow: 0 8px 32px rgb(0 0 0 / 0.1) }
	h1 { margin: 0 0 0.25rem; font-size: 1.35rem; line-height: 1.25 } p { margin: 0.25rem 0 1rem; color: var(--quiet) }
	label { display: block; margin: 1rem 0 0.3rem; font-weight: 600 }
	input { width: 100%; padding: 0.6rem 0.7rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px }
	input:focus-visible, button:focus-visible { outline: 3px solid color-mix(in oklch, var(--brand) 55%, transparent); outline-offset: 1px }
	button { margin-top: 1.4rem; width: 100%; padding: 0.7rem; font: inherit; font-weight: 600; color: var(--paper); background: var(--brand); border: 0; border-radius: 8px; cursor: pointer }
	button.second { margin-top: 0.6rem; color: var(--brand); background: transparent }
	[role=alert] { padding: 0.6rem 0.8rem; border-radius: 8px; color: inherit; background: color-mix(in oklch, #c4281c 16%, transparent) }
	ul { padding-left: 1.1rem; color: var(--quiet) }`;

export function page(realm, title, body) {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${style(realm.hue)}</style></head><body><main><h1>${escape(title)}</h1>${body}</main></body></html>`;
}

export function signInPage(realm, { action, address = "", trouble = "" }) {
	return page(realm, "Sign in", `
<p>${escape(realm.title)}</p>
${trouble && `<p role="alert">${escape(trouble)}</p>`}
<form method="post" action="${escape(action)}">
<label for="username">E-mail address</label>
<input id="username" name="username" type="email" autocomplete="username" required ${address ? "" : "autofocus"} value="${escape(address)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required ${address ? "autofocus" : ""}>
<button name="sign-in">Sign in</button>
<button name="cancel" value="1" class="second" formnovalidate>Cancel</button>
</form>`);
}

/* Sent by itself, like Keycloak does when it knows whose session ends; the button is for browsers without scripts. */
export function signOutPage(realm, form, isAsked) {
	return page(realm, "Sign out", `
<p>${isAsked ? "Do you want to sign out of" : "Signing out of"} ${escape(realm.title)}${isAsked ? "?" : " ..."}</p>
${form.replace("</form>", `<input type="hidden" name="logout" value="yes"></form>`)}
<button form="op.logoutForm" autofocus>Sign out</button>
${isAsked ? "" : `<script>document.getElementById("op.logoutForm").submit()</script>`}`);
}

export function registerPage(realm, people, password) {
	const rows = [...people.values()].map(({ email, name }) => `<li>${escape(email)} - ${escape(name)}</li>`).join("");
	return page(realm, "Register", `<p>This is the demo's sign-in service: nobody can register here. These people can sign in with the password
“${escape(password)}”:</p><ul>${rows}</ul>`);
}
