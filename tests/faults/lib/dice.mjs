// dice.mjs - chance that can be had again: the seed is printed, and SEED=N in the environment repeats it, as far as the machine lets it.
import { randomBytes } from 'node:crypto';

export const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32LE());

/* mulberry32 */
export function dice(from) {
	let state = from >>> 0;
	return () => {
		state = state + 0x6D2B79F5 >>> 0;
		let t = Math.imul(state ^ state >>> 15, state | 1);
		t = t + Math.imul(t ^ t >>> 7, t | 61) ^ t;
		return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
	};
}
export const pick = (roll, list) => list[Math.floor(roll() * list.length)];
export const between = (roll, [low, high]) => low + Math.floor(roll() * (high - low));
