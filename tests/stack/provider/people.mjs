/* people.mjs - who can sign in, by realm. `sub` is stable and is not the address; one person has the same `sub` in
 * both realms of a tenant, which must still be two identities. */
export const PASSWORD = "demo";
export const clientSecret = (realm) => `portal-secret-${realm}`; // lodgectl demo load seals the same

export const realms = [
	{ name: "CDSE", title: "Copernicus Data Space Ecosystem", tenant: "copernicus", provider: 1, alg: "RS256", hue: 255 },
	{ name: "Dasharo", title: "Dasharo", tenant: "dasharo", provider: 2, alg: "ES256", hue: 150 },
	{ name: "PSS", title: "Copernicus partners", tenant: "copernicus", provider: 3, alg: "PS256", hue: 300 },
];

const demo = [
	{ n: 1, word: "customer", name: "Anna Nowak", groups: ["/customers"] },
	{ n: 2, word: "colleague", name: "Jon Bell", groups: ["/customers"] },
	{ n: 3, word: "outsider", name: "Mei Lin", groups: ["/customers"] },
	{ n: 4, word: "agent", name: "Piotr Zielinski", groups: ["/agents"] },
	{ n: 5, word: "admin", name: "Sara Ek", groups: ["/agents", "/admins"] },
	{ n: 6, word: "unverified", name: "Una Vero", groups: ["/customers"], email_verified: false },
];
const tenantDigit = { copernicus: 1, dasharo: 2 };

/* The people of a tenant, by address. sql/demo knows the first five by `sub`. */
export function peopleOf(tenant) {
	return new Map(demo.map(({ n, word, ...person }) => {
		const email = `${word}@${tenant}.example`;
		return [email, { sub: `00000000-0000-4000-8000-000000000${tenantDigit[tenant]}0${n}`, email, email_verified: true, password: PASSWORD, ...person }];
	}));
}
