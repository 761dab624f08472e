import { expect, test, vi } from 'vitest'
import { ApiError, request, Unreachable } from '@/api/client'
import { GONE, Refusal, serve } from '@/testing/server'

const failure = (path = '/x') => request(path).catch((error: unknown) => error)

test('JSON goes out and comes back', async () => {
  const asked = serve({ 'PUT /x': { ok: true } })
  await expect(request('/x', { method: 'PUT', body: { a: 1 } })).resolves.toEqual({ ok: true })
  expect(asked[0]).toMatchObject({ method: 'PUT', body: { a: 1 } })
})

test('an answer without content is none', async () => {
  serve({ 'DELETE /x': null })
  await expect(request('/x', { method: 'DELETE' })).resolves.toBeUndefined()
})

test('a refusal keeps the code and the sentence of the server', async () => {
  serve({ 'GET /x': new Refusal(404, 'not_found', 'There is no such session.') })
  const error = await failure()
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 404, code: 'not_found', message: 'There is no such session.' })
})

test('no answer is told apart: the server is gone, or this computer is offline', async () => {
  serve({ 'GET /x': GONE })
  expect(await failure()).toMatchObject({ name: 'Unreachable', offline: false })
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  expect(await failure()).toMatchObject({ name: 'Unreachable', offline: true })
})

test('a proxy that speaks for a stopped server means that nobody is there', async () => {
  serve({ 'GET /x': () => new Response('<h1>Bad Gateway</h1>', { status: 502 }) })
  expect(await failure()).toBeInstanceOf(Unreachable)
})

test('an error page of somebody else is still an error with its status', async () => {
  serve({ 'GET /x': () => new Response('no', { status: 403, statusText: 'Forbidden' }) })
  expect(await failure()).toMatchObject({ status: 403, code: 'http_403', message: 'Forbidden' })
})
