import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '@/i18n'
import de from '@/locales/de.json'
import en from '@/locales/en.json'
import es from '@/locales/es.json'
import fr from '@/locales/fr.json'

type Texts = { [key: string]: string | Texts }
const translated: Record<string, Texts> = { de, es, fr }
/** Names, and words that are the same in both languages: by their key. */
const EVERYWHERE = [
  'admin.over.webrtc',
  'admin.over.websocket',
  'app.name',
  'app.title',
  'footer.docs',
  'footer.version',
  'nav.webhooks',
  'report.position_at',
  'roles.admin',
  'self_test.step.direct',
  'service.name_azure',
  'service.name_openai',
  'service.name_openai_live',
  'webhooks.list',
  'webhooks.title',
  'webhooks.url_example',
]
const SAME: Record<string, readonly string[]> = {
  de: [
    'account.team',
    'account.token',
    'admin.judge',
    'admin.version',
    'audit.kind.team',
    'author.name',
    'author.version',
    'author.view_code',
    'dialogue.stop_what',
    'people.link',
    'people.name',
    'people.teams',
    'privacy.kind.feedback',
    'pulse.name',
    'pulse.set_check_in',
    'pulse.set_engagement',
    'pulse.team',
    'report.pause',
    'shipped.situation',
    'usage.by_team',
    'usage.by_user',
  ],
  es: ['account.token', 'author.error', 'home.minutes', 'report.experimental'],
  fr: [
    'admin.version',
    'author.minutes',
    'author.patience',
    'author.tension',
    'author.version',
    'author.versions',
    'check.microphone',
    'dashboard.minutes',
    'home.conversations',
    'home.found',
    'home.minutes',
    'menu.admin',
    'metric_title.questions_per_10_turns',
    'models.licence',
    'pulse.set_engagement',
    'report.pause',
    'self_test.step.microphone',
    'session.title',
    'shipped.observation',
    'shipped.situation',
    'usage.minutes',
    'webhooks.secret_field',
  ],
}

const PLURAL = /_(zero|one|two|few|many|other)$/
const LETTERS = /\p{L}{3}/u

function flat(node: Texts, prefix = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  )
}

const english = flat(en)
const texts = new Map(english)
/** Texts that come with a number: `key_one` and `key_other`. */
const counted = new Set(
  english
    .filter(([key]) => key.endsWith('_other') && texts.has(key.replace(/_other$/, '_one')))
    .map(([key]) => stem(key)),
)

function stem(key: string): string {
  return key.replace(PLURAL, '')
}

/** The keys that a language must have: for a number, each of its own plural forms and what English says of none. */
function wanted(language: string): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  return english.flatMap(([key]) => {
    if (!counted.has(stem(key)) || key.endsWith('_zero')) return [key]
    return key.endsWith('_other') ? forms.map((form) => `${stem(key)}_${form}`) : []
  })
}

const inEnglish = (key: string) => texts.get(key) ?? texts.get(`${stem(key)}_other`) ?? ''
const holes = (text: string) => [...text.matchAll(/\{\{\s*\w+\s*\}\}/g)].map(([hole]) => hole).sort()
const words = (text: string) => text.replaceAll(/\{\{\s*\w+\s*\}\}/g, '')

test('every language file is looked at here', () => {
  expect([...LANGUAGES].sort()).toEqual(['en', ...Object.keys(translated)].sort())
})

describe.each(Object.entries(translated))('%s', (language, file) => {
  const own = flat(file)

  test('has every text, and none that English has not', () => {
    const keys = new Set(own.map(([key]) => key))
    const needed = new Set(wanted(language))
    expect({
      missing: [...needed].filter((key) => !keys.has(key)),
      unknown: [...keys].filter((key) => !needed.has(key)),
    }).toEqual({
      missing: [],
      unknown: [],
    })
  })

  test('has nothing untranslated', () => {
    const same = own.filter(
      ([key, text]) =>
        text === inEnglish(key) &&
        LETTERS.test(words(text)) &&
        ![...EVERYWHERE, ...(SAME[language] ?? [])].includes(stem(key)),
    )
    expect(same).toEqual([])
  })

  test('has the same holes to fill', () => {
    // A form for one may say "once" instead of the number.
    const others = own.filter(([key, text]) => {
      const without = (list: string[]) => list.filter((hole) => hole !== '{{count}}').join()
      const [mine, theirs] = [holes(text), holes(inEnglish(key))]
      return PLURAL.test(key) ? without(mine) !== without(theirs) : mine.join() !== theirs.join()
    })
    expect(others).toEqual([])
  })

  test('shouts nowhere and leaves no space at an end', () => {
    expect(
      own.filter(
        ([key, text]) => text.includes('!') || (text.trim() !== text && inEnglish(key).trim() === inEnglish(key)),
      ),
    ).toEqual([])
  })
})
