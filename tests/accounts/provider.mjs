// A real OpenID Connect provider for one test: node provider.mjs PORT CLIENT SECRET REDIRECT_URI
import Provider from "oidc-provider";

const [port, client, secret, redirect] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: client,
    client_secret: secret,
    redirect_uris: [redirect],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  claims: { openid: ["sub"], profile: ["name", "id_number"], email: ["email"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: "刘桂英", id_number: "43090219600101002X" }),
  }),
  cookies: { keys: ["for one test"] },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
