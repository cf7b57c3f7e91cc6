import type { GeneralComponent } from 'glass-easel'
import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** `ready` of components that were attached in one task runs in the next, when they are laid out; pages come last. */
export class ReadyQueue {
  private components: GeneralComponent[] = []
  private after: (() => void)[] = []
  private planned = false

  add(component: GeneralComponent): void {
    this.components.push(component)
    this.plan()
  }

  /** Runs after everything that was added before. */
  afterwards(run: () => void): void {
    this.after.push(run)
    this.plan()
  }

  private plan(): void {
    if (this.planned) return
    this.planned = true
    setTimeout(() => this.flush(), 0)
  }

  private flush(): void {
    this.planned = false
    const components = this.components.splice(0)
    const after = this.after.splice(0)
    const isPage = (component: GeneralComponent) => component.ownerShadowRoot === null
    const inOrder = [...components.filter((c) => !isPage(c)), ...components.filter(isPage)]
    for (const component of inOrder) {
      if (glassEasel.Element.isAttached(component)) component.triggerLifetime('ready', [])
    }
    for (const run of after) run()
  }
}
