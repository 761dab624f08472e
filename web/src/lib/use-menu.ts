import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/authoring'
import type { MenuEntry } from '@/lib/menu'

/** The entries of one group that this person may see, in their order. The menu is what the routes say of themselves. */
export function useMenu(group: NonNullable<MenuEntry['group']>): { to: string; text: string }[] {
  const { t } = useTranslation()
  const { routesById } = useRouter()
  const { data: me } = useQuery({ ...meQuery, enabled: group !== 'header' })
  return Object.values(routesById)
    .flatMap((route) => {
      const menu: MenuEntry | undefined = route.options.staticData?.menu
      return menu && (menu.group ?? 'header') === group ? [{ to: route.fullPath, menu }] : []
    })
    .filter(({ menu }) => !menu.for || (me !== undefined && menu.for(me)))
    .sort((a, b) => a.menu.order - b.menu.order)
    .map(({ to, menu }) => ({ to, text: t(menu.text) }))
}
