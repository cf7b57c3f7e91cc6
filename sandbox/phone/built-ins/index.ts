import type { BuiltIn } from '../runtime/phone-runtime.ts'
import { button } from './button/button.ts'
import { coverImage, coverView } from './cover/cover.ts'
import { image } from './image/image.ts'
import { input, textarea } from './input/field.ts'
import { label } from './label/label.ts'
import { livePlayer } from './live-player/live-player.ts'
import { livePusher } from './live-pusher/live-pusher.ts'
import { scrollView } from './scroll-view/scroll-view.ts'
import { swiper, swiperItem } from './swiper/swiper.ts'
import { text } from './text/text.ts'
import { view } from './view/view.ts'

/** Built-in components that really work here; every other tag is refused by the component registry. */
export const builtIns: readonly BuiltIn[] = [
  view,
  text,
  image,
  button,
  scrollView,
  input,
  textarea,
  label,
  swiper,
  swiperItem,
  coverView,
  coverImage,
  livePusher,
  livePlayer,
]
