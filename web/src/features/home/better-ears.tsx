import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'
import { useConfig } from '@/api/config'
import { modelsQuery } from '@/api/models'
import type { Model, Models } from '@/api/types'
import { Button, buttonClass } from '@/components/button'
import { Notice } from '@/components/notice'
import { megabytes } from '@/lib/format'
import { setPreferences, usePreferences } from '@/lib/preferences'

/** The page's language is also what most talks are in. */
const LANGUAGE = 'en'

/** The ears to offer to who may install them, while the built-in ones serve, until they say no. */
export function useEarsOffer(): { offer: Model | undefined; isLoading: boolean } {
  const { declinedEars } = usePreferences()
  const config = useConfig()
  const me = useQuery(meQuery)
  const wanted = !declinedEars && config.data?.provider.basic_ears === true && me.data?.role === 'admin'
  const models = useQuery({ ...modelsQuery, enabled: wanted })
  const unknown = !declinedEars && (config.isLoading || me.isLoading || models.isLoading)
  return { offer: wanted && models.data ? smallest(models.data) : undefined, isLoading: unknown }
}

/** The offer. */
export function BetterEars({ offer }: { offer: Model }) {
  const { t, i18n } = useTranslation()
  return (
    <div className="mt-6">
      <Notice
        title={t('models.offer', { size: megabytes(offer.size, i18n.language) })}
        actions={
          <>
            <Link to="/models" className={buttonClass()}>
              {t('models.look')}
            </Link>
            <Button variant="quiet" onClick={() => setPreferences({ declinedEars: true })}>
              {t('models.not_now')}
            </Button>
          </>
        }
      >
        {t('models.offer_text')}
      </Notice>
    </div>
  )
}

/** The smallest recogniser that there is; none where one is here or on its way. */
function smallest({ items, basic }: Models): Model | undefined {
  const ears = items.filter(({ stage, languages }) => stage === 'stt' && languages.includes(LANGUAGE))
  if (!basic || ears.some(({ installed, pull }) => installed || pull)) return undefined
  return ears.sort((one, other) => one.size - other.size)[0]
}
