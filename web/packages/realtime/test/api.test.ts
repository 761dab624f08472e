import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Api, ApiError } from '../src/api.ts'
import { TestServer } from './support/server.ts'

let server: TestServer
beforeEach(async () => {
  server = new TestServer()
  await server.start()
})
afterEach(() => server.stop())

test('sends JSON with the token and reads JSON', async () => {
  const api = new Api({ baseUrl: `${server.base}/`, token: 'fy_1' })
  expect(await api.createSession({ scenario_id: 'x' })).toMatchObject({ id: 'made' })
  expect(server.requests[0]).toMatchObject({
    body: { scenario_id: 'x' },
    headers: { authorization: 'Bearer fy_1', 'content-type': 'application/json' },
  })
})

describe('a refusal', () => {
  const refusedWith = async (status: number, body: Record<string, string | Record<string, string>>) => {
    server.refuse = { status, body }
    return new Api({ baseUrl: server.base }).session('s').catch((error: unknown) => error)
  }

  test("has the server's code and sentence", async () => {
    expect(await refusedWith(403, { error: { code: 'forbidden', message: 'Not yours.' } })).toEqual(
      new ApiError('forbidden', 'Not yours.', 403),
    )
  })

  test('has the status when the server says nothing more', async () => {
    const error = await refusedWith(500, {})
    expect(error).toMatchObject({ code: 'http_500', status: 500, message: 'The server answered 500.' })
  })
})

test('a server that is not there has status 0', async () => {
  const error = await new Api({ baseUrl: 'http://127.0.0.1:1' }).session('s').catch((each: unknown) => each)
  expect(error).toMatchObject({ code: 'unreachable', status: 0 })
})

test('socket addresses follow the base and carry what is defined', () => {
  expect(new Api({ baseUrl: 'https://x.org' }).socketUrl('/ws/audio', { a: 1, b: undefined })).toBe(
    'wss://x.org/ws/audio?a=1',
  )
})

test('ids are put into paths safely', async () => {
  await new Api({ baseUrl: server.base }).forceStop('a/../b?c').catch(() => null)
  expect(server.requests[0]?.url.pathname).toBe('/force-stop/a%2F..%2Fb%3Fc')
})
