/* file-rules.js - which files a form takes: said beforehand, and asked before a byte goes. The server finds a file's type from its
 * bytes, so only what cannot be meant is refused here. */
import { lang, limit, t } from "./i18n.js";

/** @typedef {{ sizeMax: number, types: string[] }} Rules no types: anything */

const words = ["image", "video", "audio", "text"];
/** A browser is sure of these: the others it tells by the name, and differently on each system. */
const certain = /^(image|video|audio|font)\/|^application\/(pdf|zip|x-zip-compressed|gzip|x-7z-compressed|vnd\.rar|x-msdownload|x-msdos-program|java-archive)$/;
const list = new Intl.ListFormat(lang);

/** @param {string} [types] by spaces @returns {string[]} */
export const typesOf = (types = "") => types.split(" ").filter(Boolean);

/** "Images and PDF, up to 20 MiB" @param {Rules} rules */
export function rulesSaid({ types, sizeMax }) {
	const max = limit(sizeMax);
	const said = types.length ? t("files.rules", { types: typesSaid(types), max }) : t("files.upTo", { max });
	return said.charAt(0).toLocaleUpperCase(lang) + said.slice(1);
}

/** @param {string[]} types */
const typesSaid = (types) => list.format([...new Set(types.map(typeName))]);

/** "PDF", "PNG", "text" @param {string} type */
function typeName(type) {
	const [kind, name] = type.split("/");
	if (words.includes(kind) && (name === "*" || type === "text/plain")) return t(`files.kind.${kind}`);
	return name.replace(/^(x-|vnd\.)/, "").toUpperCase();
}

/** @param {Rules} rules @param {File} file @returns {string} why not, or nothing */
export function fileWrong({ types, sizeMax }, { name, size, type }) {
	if (size > sizeMax) return t("files.large", { name, max: limit(sizeMax) });
	if (size === 0) return t("files.empty", { name });
	const fits = !types.length || !certain.test(type) || types.some((allowed) => allowed === type || (allowed.endsWith("/*") && type.startsWith(allowed.slice(0, -1))));
	return fits ? "" : t("files.type", { name, types: typesSaid(types) });
}
