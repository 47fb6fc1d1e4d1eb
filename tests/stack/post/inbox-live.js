/* inbox-live.js - the frame gets the height of its mail; times are shown as here; a new mail brings a new list. */
for (const frame of document.querySelectorAll("iframe")) {
	const fit = () => { frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 4}px`; };
	frame.addEventListener("load", fit);
	addEventListener("resize", fit);
}
for (const time of document.querySelectorAll("time")) {
	const date = new Date(time.dateTime);
	const isToday = date.toDateString() === new Date().toDateString();
	time.textContent = date.toLocaleString(undefined, isToday ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });
}
document.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
const { who, next } = document.body.dataset;
if (next && !document.querySelector("form.write"))
	setInterval(async () => {
		const answer = await fetch(`/news?as=${encodeURIComponent(who)}`).catch(() => null);
		const now = answer?.ok ? (await answer.json()).next : next;
		if (String(now) !== next)
			location.reload();
	}, 2500);
