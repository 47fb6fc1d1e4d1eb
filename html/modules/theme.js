/* theme.js - the person's choice of light or dark, before anything is painted: a classic script in the head,
 * because a module runs too late for that. */
try {
	const theme = localStorage.getItem("theme");
	if (theme) document.documentElement.dataset.theme = theme;
} catch { /* a browser that remembers nothing follows the system */ }
