/// Forms that several objects of the spec share.
extension ValueForm {
  /// A share from 0 to 1.
  static let anyShare = ValueForm.share(.from(0, to: 1), example: "0.8")
  /// A share that a goal promises, neither nothing nor all.
  static let promisedShare = ValueForm.share(
    Bounds(least: 0, most: 1, isAbove: true, isBelow: true), example: "0.8")
  /// A share below 1, so that dividing by what is left over makes sense.
  static let partialShare = ValueForm.share(
    Bounds(least: 0, most: 1, isBelow: true), example: "0.32")
  /// Dollars from nothing to a billion.
  static let anyDollars = ValueForm.dollars(.from(0, to: 1e9), example: "5000")
  /// Dollars by date.
  static let datedDollars = ValueForm.dated(anyDollars)
  /// A positive handle time or patience.
  static let workTime = ValueForm.duration(.above(0, to: 30 * 86_400), example: "6m30s")
  /// A time to wait or to be late, up to a year.
  static let waitTime = ValueForm.duration(.above(0, to: 366 * 86_400), example: "72h")
  /// A waiting time before an answer, which may be nothing.
  static let answerTime = ValueForm.duration(.from(0, to: 86_400), example: "30s")
  /// Calendar days of lead, training or notice.
  static let leadTime = ValueForm.duration(.from(0, to: 731 * 86_400), example: "45d")
  /// People, whole or part.
  static let people = ValueForm.number(.from(0, to: 100_000), example: "58")
}

/// Keys of a random length of time.
let durationKeys = KeyTable(
  "a length of time with its spread",
  [
    .required("mean", .workTime, "The mean."),
    .optional(
      "cv", .number(.from(0, to: 10), example: "0.9"), "Standard deviation divided by the mean."),
    .optional(
      "distribution", .choice(["exponential", "lognormal", "gamma", "deterministic", "empirical"]),
      "The shape; exponential when only a mean is given, lognormal with a cv."),
    .elsewhere("values", "Only \"distribution\": \"empirical\" has values"),
  ])

/// Keys of a length of time by its observed values.
let observedKeys = KeyTable(
  "an empirical length of time",
  [
    .required("distribution", .choice(["empirical"]), "The shape."),
    .required(
      "values", .list(.duration(.from(0, to: 30 * 86_400), example: "4m30s")),
      "Observed values, all equally likely; up to 1000."),
    .elsewhere("mean", "The values say it; leave it out"),
    .elsewhere("cv", "The values say it; leave it out"),
  ])

/// A mean alone, or an object with the spread.
let durationForm = ValueForm.either([.workTime, .object(durationKeys)])
