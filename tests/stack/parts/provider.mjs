/* provider.mjs - the sign-in provider of the demo people: npm oidc-provider in Keycloak's clothes. */
import { join } from "node:path";
import { ask } from "../ask.mjs";

export const provider = {
	name: "provider",
	ports: (stack) => [stack.ports.provider],
	command: (stack) => ({
		argv: [process.execPath, join(stack.root, "tests/stack/provider/main.mjs"), String(stack.ports.provider), String(stack.port)],
		env: { LODGE_PROVIDER_FAULTS: stack.faults ? "1" : "" },
	}),
	isReady: async (stack) => (await ask(`http://127.0.0.1:${stack.ports.provider}/auth/realms/CDSE/.well-known/openid-configuration`))?.status === 200,
};
