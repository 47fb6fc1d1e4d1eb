/* memory.mjs - what oidc-provider keeps, in memory: one store for each realm, which outlives a change of keys. */
export function makeMemory() {
	const rows = new Map();

	function alive(key) {
		const row = rows.get(key);
		if (row?.ends && row.ends < Date.now())
			rows.delete(key);
		return rows.get(key)?.value;
	}

	return class {
		constructor(model) {
			this.model = model;
		}
		key(id) {
			return `${this.model}:${id}`;
		}
		async upsert(id, value, life_s) {
			rows.set(this.key(id), { value, ends: life_s ? Date.now() + life_s * 1000 : 0 });
		}
		async find(id) {
			return alive(this.key(id));
		}
		async findByUid(uid) {
			return [...rows.keys()].filter((key) => key.startsWith("Session:")).map(alive).find((value) => value?.uid === uid);
		}
		async findByUserCode() {}
		async destroy(id) {
			rows.delete(this.key(id));
		}
		async consume(id) {
			const value = alive(this.key(id));
			if (value)
				value.consumed = Math.floor(Date.now() / 1000);
		}
		async revokeByGrantId(grant) {
			for (const [key, row] of rows)
				if (row.value.grantId === grant)
					rows.delete(key);
		}
	};
}
