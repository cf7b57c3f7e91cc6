/**
 * The host of the demo scene, drawn for Kaibo (the same picture as in the app's design): a potter shows a celadon cup
 * at her table. One SVG layer for each thing that moves; all share these 390 x 844 coordinates.
 */
export const ART_WIDTH = 390
export const ART_HEIGHT = 844

const SHARED = `
<defs><linearGradient id="w" x1="0" y1="0" x2=".8" y2="1"><stop offset="0" stop-color="#E3D5BC"/>
<stop offset=".5" stop-color="#B79F7C"/>
<stop offset="1" stop-color="#6F5D45"/>
</linearGradient>
<linearGradient id="t" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#A97D54"/>
<stop offset="1" stop-color="#6E4B2F"/>
</linearGradient>
<linearGradient id="sh" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#F5EFE3"/>
<stop offset=".6" stop-color="#D9CDB8"/>
<stop offset="1" stop-color="#B3A48B"/>
</linearGradient>
<linearGradient id="sl" x1="0" y1="0" x2="1" y2=".4"><stop offset="0" stop-color="#D9CDB8"/>
<stop offset=".6" stop-color="#F5EFE3"/>
<stop offset="1" stop-color="#D9CDB8"/>
</linearGradient>
<linearGradient id="ap" x1="0" y1="0" x2="1" y2=".6"><stop offset="0" stop-color="#4E5B50"/>
<stop offset=".6" stop-color="#36413A"/>
<stop offset="1" stop-color="#252E29"/>
</linearGradient>
<radialGradient id="f" cx=".36" cy=".4" r=".8"><stop offset="0" stop-color="#F4CFB2"/>
<stop offset=".55" stop-color="#F4CFB2"/>
<stop offset="1" stop-color="#E2AC88"/>
</radialGradient>
<linearGradient id="n" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#B97C58"/>
<stop offset="1" stop-color="#E2AC88"/>
</linearGradient>
<linearGradient id="h" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#5A4334"/>
<stop offset=".5" stop-color="#2B211C"/>
</linearGradient>
<linearGradient id="cup"><stop offset="0" stop-color="#C9DCBB"/>
<stop offset=".5" stop-color="#A6C296"/>
<stop offset="1" stop-color="#74926A"/>
</linearGradient>
<linearGradient id="wh"><stop offset="0" stop-color="#fff"/>
<stop offset="1" stop-color="#C2CCCB"/>
</linearGradient>
<radialGradient id="pot" cx=".35" cy=".3" r=".9"><stop offset="0" stop-color="#C08A68"/>
<stop offset=".5" stop-color="#94603F"/>
<stop offset="1" stop-color="#56351F"/>
</radialGradient>
<radialGradient id="lt" cx=".12" cy=".16" r=".8"><stop offset="0" stop-color="#FFF4DA" stop-opacity=".75"/>
<stop offset="1" stop-color="#FFF4DA" stop-opacity="0"/>
</radialGradient>
<radialGradient id="lamp" cx=".5" cy=".5" r=".5"><stop offset="0" stop-color="#FFE7AE" stop-opacity=".95"/>
<stop offset="1" stop-color="#FFE7AE" stop-opacity="0"/>
</radialGradient>
<filter id="b" x="-10%" y="-10%" width="120%" height="120%"><feGaussianBlur stdDeviation="5"/>
</filter><clipPath id="fc"><path d="M152 206c0-38 18-58 45-58s45 20 45 58c0 34-14 64-45 70-31-6-45-36-45-70z"/>
</clipPath></defs>
`

const LAYERS = {
  room: `
<rect width="390" height="844" fill="url(#w)"/>
<g filter="url(#b)"><rect x="-20" y="60" width="118" height="330" fill="#FFF4DA"/>
<path d="M38 60v330M-20 200h118" stroke="#B49A74" stroke-width="7"/>
<rect x="-20" y="386" width="128" height="12" fill="#8C6B48"/>
<path d="M20 390c-8-60 14-90 8-140M26 330c20-20 34-16 44-40M24 350c-16-18-26-20-34-42" stroke="#6F8557" stroke-width="9" fill="none" stroke-linecap="round"/>
<rect x="246" y="176" width="170" height="7" fill="#7A5A3C"/>
<rect x="246" y="183" width="170" height="10" fill="#000" opacity=".12"/>
<path d="M272 176c-9 0-15-10-15-22s6-20 9-24h12c3 4 9 12 9 24s-6 22-15 22z" fill="#8FA68A"/>
<rect x="296" y="146" width="28" height="30" rx="5" fill="#E9E1D0"/>
<path d="M332 156h32l-5 20h-22z" fill="#9A6547"/>
<path d="M378 176v-34c0-6 16-6 16 0v34z" fill="#5D6F86"/>
<rect x="246" y="268" width="170" height="7" fill="#7A5A3C"/>
<rect x="246" y="275" width="170" height="10" fill="#000" opacity=".12"/>
<rect x="258" y="238" width="28" height="30" rx="5" fill="#E9E1D0"/>
<path d="M302 268v-34c0-6 16-6 16 0v34z" fill="#5D6F86"/>
<path d="M348 268c-9 0-15-10-15-22s6-20 9-24h12c3 4 9 12 9 24s-6 22-15 22z" fill="#8FA68A"/>
<path d="M370 248h32l-5 20h-22z" fill="#9A6547"/>
<rect x="246" y="360" width="170" height="7" fill="#7A5A3C"/>
<rect x="246" y="367" width="170" height="10" fill="#000" opacity=".12"/>
<path d="M256 340h32l-5 20h-22z" fill="#9A6547"/>
<path d="M310 360c-9 0-15-10-15-22s6-20 9-24h12c3 4 9 12 9 24s-6 22-15 22z" fill="#8FA68A"/>
<rect x="334" y="330" width="28" height="30" rx="5" fill="#E9E1D0"/>
<path d="M386 360c-9 0-15-10-15-22s6-20 9-24h12c3 4 9 12 9 24s-6 22-15 22z" fill="#8FA68A"/>
<rect x="246" y="452" width="170" height="7" fill="#7A5A3C"/>
<rect x="246" y="459" width="170" height="10" fill="#000" opacity=".12"/>
<path d="M264 452v-34c0-6 16-6 16 0v34z" fill="#5D6F86"/>
<path d="M294 432h32l-5 20h-22z" fill="#9A6547"/>
<path d="M348 452c-9 0-15-10-15-22s6-20 9-24h12c3 4 9 12 9 24s-6 22-15 22z" fill="#8FA68A"/>
<rect x="372" y="422" width="28" height="30" rx="5" fill="#E9E1D0"/>
<path d="M318 -10v64" stroke="#3a2f25" stroke-width="3"/>
<path d="M286 84c4-22 16-32 32-32s28 10 32 32z" fill="#F6E3B4"/>
</g>
`,
  lamp: `
<ellipse cx="318" cy="92" rx="110" ry="90" fill="url(#lamp)"/>
`,
  hairBack: `
<path d="M138 232c-8-66 22-104 58-104s66 38 58 104c-2 26 0 44-6 62-30 12-74 12-104 0-6-18-4-36-6-62z" fill="#2B211C"/>
`,
  body: `
<path d="M172 262h50v48c0 22-50 22-50 0z" fill="url(#n)"/>
<g transform="translate(0 -26)"><path d="M50 680V640c0-160 8-266 60-296 22-12 46-18 62-30 8 22 42 22 50 0 16 12 40 18 62 30 52 30 60 136 60 296v40z" fill="url(#sh)"/>
<path d="M172 312c-6 12-8 20-6 30 12 14 50 14 62 0 2-10 0-18-6-30-8 22-42 22-50 0z" fill="#E2AC88"/>
<path d="M166 336l-8 20M228 336l8 20" stroke="#B3A48B" stroke-width="3"/>
<path d="M132 352l12-14 16 66h74l16-66 12 14c6 20 8 44 14 60l12 260H106l12-260c6-16 8-40 14-60z" fill="url(#ap)"/>
<path d="M160 404h74" stroke="#fff" stroke-opacity=".16" stroke-width="2"/>
<path d="M78 420c-8 40-10 90-8 150M316 420c8 40 10 90 8 150" stroke="#B3A48B" stroke-opacity=".5" stroke-width="5" fill="none" stroke-linecap="round"/>
</g>
`,
  face: `
<ellipse cx="150" cy="216" rx="8" ry="13" fill="#E2AC88"/>
<ellipse cx="244" cy="216" rx="8" ry="13" fill="#B97C58"/>
<path d="M152 206c0-38 18-58 45-58s45 20 45 58c0 34-14 64-45 70-31-6-45-36-45-70z" fill="url(#f)"/>
<g clip-path="url(#fc)"><path d="M140 150h120v36c-24 14-90 14-120 6z" fill="#B97C58" opacity=".32" filter="url(#b)"/>
<ellipse cx="240" cy="240" rx="26" ry="50" fill="#B97C58" opacity=".3" filter="url(#b)"/>
<ellipse cx="171" cy="236" rx="13" ry="8" fill="#E0765C" opacity=".18"/>
<ellipse cx="222" cy="236" rx="13" ry="8" fill="#E0765C" opacity=".15"/>
</g>
<path d="M167 202q9-6 19-2M208 200q10-4 19 2" stroke="#2B211C" stroke-width="3.2" fill="none" stroke-linecap="round"/>
<path d="M197 218c-1 8-4 13-3 17 2 2 5 2 8 0" stroke="#B97C58" stroke-width="2" fill="none" stroke-linecap="round" opacity=".8"/>
<path d="M150 224c-5-46 12-76 46-78 36-2 54 30 48 80-4-26-12-42-24-52-18 10-42 14-56 12-8 10-12 22-14 38z" fill="url(#h)"/>
<path d="M170 158c12-10 34-12 46-4" stroke="#fff" stroke-opacity=".16" stroke-width="7" fill="none" stroke-linecap="round"/>
`,
  eyesOpen: `
<path d="M168 216q9-7 18 0M208 216q9-7 18 0" stroke="#2a1d17" stroke-width="3" fill="none" stroke-linecap="round"/>
<circle cx="177" cy="217" r="3.6" fill="#2a1d17"/>
<circle cx="217" cy="217" r="3.6" fill="#2a1d17"/>
<circle cx="178.2" cy="215.8" r="1.1" fill="#fff"/>
<circle cx="218.2" cy="215.8" r="1.1" fill="#fff"/>
`,
  eyesClosed: `
<path d="M168 217q9 5 18 0M208 217q9 5 18 0" stroke="#2a1d17" stroke-width="3" fill="none" stroke-linecap="round"/>
`,
  mouthOpen: `
<path d="M183 250c8 5 20 5 28 0-3 10-9 13-14 13s-11-3-14-13z" fill="#B8483C"/>
<path d="M186 251.5c7 3 15 3 22 0l-2 3.5c-6 2-12 2-18 0z" fill="#fff" opacity=".95"/>
`,
  mouthClosed: `
<path d="M184 252c8 5 18 5 26 0" stroke="#B8483C" stroke-width="3.4" fill="none" stroke-linecap="round"/>
`,
  table: `
<path d="M0 620h390v224H0z" fill="url(#t)"/>
<path d="M0 620h390" stroke="#fff" stroke-opacity=".25" stroke-width="2"/>
<path d="M0 670c120-10 260 14 390 0M0 740c140 12 240-14 390 4M0 800c120-8 260 8 390-4" stroke="#000" stroke-opacity=".07" stroke-width="5" fill="none"/>
<ellipse cx="197" cy="648" rx="120" ry="16" fill="#000" opacity=".16" filter="url(#b)"/>
<g transform="translate(18 560) scale(1.05)"><ellipse cx="50" cy="84" rx="40" ry="7" fill="#000" opacity=".25"/>
<ellipse cx="50" cy="78" rx="33" ry="6.5" fill="#EDF2F1"/>
<path d="M23 46c1 19 9 29 20 31h14c11-2 19-12 20-31z" fill="url(#wh)"/>
<ellipse cx="50" cy="46" rx="27" ry="6" fill="#fff"/>
<path d="M27 44c3-11 13-16 23-16s20 5 23 16c-8 4-38 4-46 0z" fill="url(#wh)"/>
<path d="M43 28c0-4 3-6 7-6s7 2 7 6z" fill="#EDF1F0"/>
</g>
<g transform="translate(270 548) scale(1.2)"><ellipse cx="50" cy="82" rx="40" ry="7" fill="#000" opacity=".28"/>
<path d="M70 44c14-4 17 18 1 23" stroke="#6B4029" stroke-width="6" fill="none"/>
<path d="M29 55c-8-1-10-9-17-16" stroke="#8B583C" stroke-width="7" fill="none" stroke-linecap="round"/>
<path d="M26 53c0-13 10-19 24-19s24 6 24 19c0 17-9 28-24 28s-24-11-24-28z" fill="url(#pot)"/>
<ellipse cx="50" cy="36.5" rx="17" ry="4.5" fill="#8B583C"/>
<path d="M36 35c3-6 8-8 14-8s11 2 14 8z" fill="#A87252"/>
<circle cx="50" cy="25" r="4" fill="#8B583C"/>
</g>
<g transform="translate(120 596) scale(.8)"><ellipse cx="38" cy="78" rx="30" ry="5" fill="#000" opacity=".25"/>
<path d="M18 38c0 22 6 34 18 35h4c12-1 18-13 18-35z" fill="url(#cup)"/>
<ellipse cx="38" cy="38" rx="20" ry="6" fill="#DCE9CF"/>
<ellipse cx="38" cy="39.5" rx="17" ry="4.5" fill="#8FA980"/>
</g>
`,
  hands: `
<g transform="translate(0 -44)"><g><path d="M160 452c0 40 10 60 32 62h10c22-2 32-22 32-62z" fill="url(#cup)"/>
<ellipse cx="197" cy="452" rx="37" ry="10" fill="#DDEBD0"/>
<ellipse cx="197" cy="454" rx="32" ry="7.5" fill="#88A57A"/>
<path d="M168 466c2 20 7 32 14 38" stroke="#fff" stroke-opacity=".65" stroke-width="3.5" fill="none" stroke-linecap="round"/>
</g>
<g><path d="M92 604c-18-40 6-96 54-112l16 22c-14 20-22 54-22 92z" fill="url(#sl)"/>
<path d="M130 520c6-16 16-26 28-32l22 8c6 4 6 16 0 22-12 12-24 18-38 22z" fill="#E2AC88"/>
<g stroke="#F4CFB2" stroke-width="13" stroke-linecap="round" fill="none"><path d="M152 500c10-8 18-12 28-12"/>
<path d="M152 512c10-6 22-10 33-9"/>
<path d="M152 523c10-3 22-6 33-5"/>
</g>
<path d="M154 506c10-5 18-8 27-8M154 518c10-4 20-6 30-6" stroke="#B97C58" stroke-opacity=".4" stroke-width="1.5" fill="none"/>
</g>
<g transform="translate(394 0) scale(-1 1)"><path d="M92 604c-18-40 6-96 54-112l16 22c-14 20-22 54-22 92z" fill="url(#sl)"/>
<path d="M130 520c6-16 16-26 28-32l22 8c6 4 6 16 0 22-12 12-24 18-38 22z" fill="#E2AC88"/>
<g stroke="#F4CFB2" stroke-width="13" stroke-linecap="round" fill="none"><path d="M152 500c10-8 18-12 28-12"/>
<path d="M152 512c10-6 22-10 33-9"/>
<path d="M152 523c10-3 22-6 33-5"/>
</g>
<path d="M154 506c10-5 18-8 27-8M154 518c10-4 20-6 30-6" stroke="#B97C58" stroke-opacity=".4" stroke-width="1.5" fill="none"/>
</g>
</g>
`,
  light: `
<rect width="390" height="844" fill="url(#lt)"/>
`,
} as const

export type ArtLayer = keyof typeof LAYERS
export const ART_LAYERS = Object.keys(LAYERS) as ArtLayer[]

/** One layer as a whole SVG document; `view` is the part of the drawing that fills `width` x `height` pixels. */
export const artLayerSvg = (
  layer: ArtLayer,
  width: number,
  height: number,
  view: { x: number; y: number; width: number; height: number },
): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view.x} ${view.y} ${view.width} ${view.height}" preserveAspectRatio="xMidYMid slice">${SHARED}${LAYERS[layer]}</svg>`
