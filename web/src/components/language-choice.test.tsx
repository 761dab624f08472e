import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useTranslation } from 'react-i18next'
import { afterEach, describe, expect, test } from 'vitest'
import { LanguageChoice } from '@/components/language-choice'
import { chooseLanguage, LANGUAGES, startI18n } from '@/i18n'
import { getPreferences } from '@/lib/preferences'

function Page() {
  const { t } = useTranslation()
  return (
    <>
      <h1>{t('history.title')}</h1>
      <p>{t('history.found_more', { count: 3 })}</p>
      <LanguageChoice />
    </>
  )
}

afterEach(() => chooseLanguage('en'))

describe('the language of the pages', () => {
  test('is offered by its own name', () => {
    render(<Page />)
    const choice = screen.getByRole('combobox', { name: 'Language of these pages' })
    expect([...choice.querySelectorAll('option')].map((option) => option.textContent)).toEqual([
      'Deutsch',
      'English',
      'Español',
      'Français',
    ])
  })

  test('changes at once, is told to screen readers and kept', async () => {
    render(<Page />)
    await userEvent.selectOptions(screen.getByRole('combobox'), 'Deutsch')
    expect(await screen.findByRole('heading', { name: 'Verlauf' })).toBeVisible()
    expect(screen.getByText('Und in 3 weiteren Redebeiträgen.')).toBeVisible()
    expect(document.documentElement.lang).toBe('de')
    expect(getPreferences().language).toBe('de')
  })

  test('is the one that was chosen before', async () => {
    await chooseLanguage('fr')
    await startI18n()
    render(<Page />)
    expect(screen.getByRole('heading', { name: 'Historique' })).toBeVisible()
  })

  test('names no language twice', () => {
    expect(new Set(LANGUAGES).size).toBe(LANGUAGES.length)
  })
})
