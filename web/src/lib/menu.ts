/** What a route says of its place in the menus: `staticData: { menu: {…} }`. */
import type { Me } from '@/api/types'
import type en from '@/locales/en.json'

/** Texts that a route may name in a menu. */
export type MenuText = `nav.${keyof (typeof en)['nav']}`

export interface MenuEntry {
  text: MenuText
  /** Its place among those of the same group. */
  order: number
  /** `header`: always in sight; the others are behind the menu button: one's own things, and what admins do. */
  group?: 'header' | 'own' | 'admin'
  /** Only for these; without it for everybody. */
  for?: (me: Me) => boolean
}

export const isAdmin = (me: Me) => me.role === 'admin'

/** Trainers of this organisation and admins: they look after people and follow talks. External trainers do not. */
export const leads = (me: Me) => isAdmin(me) || (me.role === 'trainer' && me.trainer_kind !== 'external')

/** The name of a role in the texts: trainers are of two kinds. */
export const roleOf = ({ role, trainer_kind }: Pick<Me, 'role' | 'trainer_kind'>) =>
  role === 'trainer' && trainer_kind === 'external' ? 'trainer_external' : role
