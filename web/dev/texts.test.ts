import { expect, test } from 'vitest'
import { asksFor, keysIn, part } from './texts.ts'

const TEXTS = {
  home: { title: 'Talks', found_one: '{{count}} talk', found_other: '{{count}} talks' },
  error: { code: { busy: 'Busy.', gone: 'Gone.' }, hint: 'Try again.' },
  report: { title: 'Report' },
}
const CODE = [
  't("home.title") + t(`home.found`, { count })',
  `t(\`error.code.\${code}\`)`,
  "import x from './report.title'",
]

test('what code can ask for is one part, and everything else the other', () => {
  const keys = keysIn(CODE)
  const first = part(TEXTS, (key) => asksFor(keys, key))
  const rest = part(TEXTS, (key) => !asksFor(keys, key))
  expect(first).toEqual({ home: TEXTS.home, error: { code: TEXTS.error.code } })
  expect(rest).toEqual({ error: { hint: 'Try again.' }, report: TEXTS.report })
})

test('a key that is the beginning of another is not it', () => {
  const keys = keysIn(['t("home.found_other_way")', 't("home.tit")'])
  expect(part(TEXTS, (key) => asksFor(keys, key))).toEqual({})
})
