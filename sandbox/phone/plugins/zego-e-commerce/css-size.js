const length = (value) => (typeof value === 'number' || /^\d+(\.\d+)?$/.test(value) ? `${value}px` : value)

/** `width` and `height` as ZEGO's samples give them: px as a number, or any CSS length. Empty = the whole place. */
module.exports.cssSize = (width, height) =>
  [width && `width:${length(width)}`, height && `height:${length(height)}`].filter(Boolean).join(';')
