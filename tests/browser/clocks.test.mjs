/* clocks.test.mjs - what customer and team read of a ticket's clocks: what is left, that it stands still and why, that it is late. */
import { accessible, comment, expect, open, raise, test, unique } from "./lib/visit.mjs";

const clock = (page, name) => page.locator(".clock", { has: page.getByRole("heading", { name }) });

test("a customer sees what is left of each clock, and why", async ({ as }) => {
	const page = await as("customer");
	await raise(page, unique("Clocks"));
	const first = clock(page, "Time to first response");
	await expect(first).toContainText("left of 8 hr");
	await expect(first).toContainText("Due");
	await first.getByText("Why").click();
	await expect(first).toContainText("Started: the request was raised");
	await expect(first).toContainText("Only working hours count: Service desk (Europe/Warsaw).");
	await accessible(page, "a ticket with its clocks");
});

test("a clock that waits for the customer says so to both", async ({ as }) => {
	const customer = await as("customer");
	await open(customer, "/servicedesk/customer/portal/55/CDSE-7");
	await expect(clock(customer, "Time to resolution")).toContainText("waiting for you");
	const agent = await as("agent");
	await open(agent, "/agent/CDSE-7");
	await expect(clock(agent, "Time to resolution")).toContainText("waiting for the customer");
	await accessible(agent, "the team's page with clocks");
});

test("a clock that ran out says that in words and in a shape, by day and by night", async ({ as }) => {
	for (const colorScheme of ["light", "dark"]) {
		const page = await as("agent", { colorScheme });
		await open(page, "/agent/CDSE-5");
		const late = clock(page, "Time to first response");
		await expect(late).toContainText("Was late by");
		await expect(late).toHaveAttribute("data-look", "late");
		await accessible(page, `a late clock, ${colorScheme}`);
	}
});

test("the answer stops the clock on the page where it is given", async ({ as }) => {
	const page = await as("agent");
	const key = await raise(await as("customer"), unique("Answered"));
	await open(page, `/agent/${key}`);
	await expect(clock(page, "Time to first response")).toContainText("left of");
	await comment(page, "We look into it.");
	await expect(clock(page, "Time to first response")).toContainText("In time");
});
