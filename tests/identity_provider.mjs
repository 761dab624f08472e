// A real identity provider for tests: the certified npm package oidc-provider, in a process of its own.
// Argument: JSON {redirects: [url], people: {login: claims}, client: {id, secret}}. Prints its issuer when it is ready.
// Whoever types a login that it knows is that person, with any password (the package's own development pages).
import { createServer } from 'node:http'
import { Provider } from '../web/node_modules/oidc-provider/lib/index.js'

const { redirects, people, client } = JSON.parse(process.argv[2])
const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: redirects, grant_types: ['authorization_code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'department'] },
    cookies: { keys: ['only for tests'] },
    findAccount: (_context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    pkce: { required: () => true },
  })
  server.on('request', provider.callback())
  console.log(issuer)
})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
