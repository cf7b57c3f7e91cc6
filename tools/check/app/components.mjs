/** A page or component is four files; a phone needs three of them, and says nothing of use when one is missing. */
export function componentProblems({ components, has }) {
  return components.flatMap(({ path, isPage, json }) => {
    const lacks = (suffix) => `${path}.${suffix}: ${isPage ? 'the page' : 'the component'} lacks this file`
    return [
      ...(has(`${path}.ts`) || has(`${path}.js`) ? [] : [lacks('ts')]),
      ...(has(`${path}.json`) ? [] : [lacks('json')]),
      ...(!isPage && has(`${path}.json`) && json.component !== true
        ? [`${path}.json:1: must say "component": true, else phones do not take it as a component`]
        : []),
    ]
  })
}
