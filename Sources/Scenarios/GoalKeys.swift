/// Words for what a goal promises.
enum MeasureWord: String, CaseIterable {
  case serviceLevel, speedOfAnswer, abandonment, deadline
}

/// Keys of a lesser promise over a shorter period.
let floorKeys = KeyTable(
  "a floor",
  [
    .required("over", .choice(GoalSpec.Period.self), "The period, shorter than the goal's."),
    .required("share", .anyShare, "The share, at most the goal's."),
  ])

/// Keys of what a missed promise costs.
let penaltyKeys = KeyTable(
  "a penalty",
  [
    .required("fee", .anyDollars, "The client's fee for one period of the goal."),
    .required(
      "atRisk", .share(.above(0, to: 1), example: "0.05"),
      "Share of the fee that a missed period costs."),
    .optional("capPerYear", .anyDollars, "Most that is owed in a calendar year."),
  ])

/// Keys of a class of items with a deadline.
let deadlineClassKeys = KeyTable(
  "a class of items",
  [
    .required(
      "share", .share(.above(0, to: 1), example: "0.85"),
      "Share of the items; all classes together are 1."),
    .required("within", .waitTime, "Time allowed from receipt."),
  ])

private let commonGoalKeys: [Key] = [
  .required("measure", .choice(MeasureWord.self), "What is promised."),
  .optional(
    "over", .choice(GoalSpec.Period.self), "The period over which the promise is judged."),
  .optional("required", .flag, "Whether a miss decides the certificate and the exit code."),
  .optional("penalty", .object(penaltyKeys), "What a client is owed when the promise is missed."),
]

/// Keys of a goal by its measure.
func goalKeys(_ measure: MeasureWord) -> KeyTable {
  switch measure {
  case .serviceLevel:
    KeyTable(
      "a serviceLevel goal",
      commonGoalKeys + [
        .required("within", .dated(.answerTime), "The waiting time that is still in time."),
        .required("share", .dated(.promisedShare), "The share that is promised."),
        .optional(
          "definition", .choice(ServiceLevelDefinition.self),
          "How contacts that hang up are counted."),
        .optional("floor", .object(floorKeys), "A lesser promise over a shorter period."),
      ])
  case .speedOfAnswer:
    KeyTable(
      "a speedOfAnswer goal",
      commonGoalKeys + [
        .required(
          "within", .dated(.duration(.above(0, to: 86_400), example: "2m")),
          "The longest mean wait of answered contacts.")
      ])
  case .abandonment:
    KeyTable(
      "an abandonment goal",
      commonGoalKeys + [
        .required("share", .dated(.promisedShare), "The largest share of contacts that hang up.")
      ])
  case .deadline:
    KeyTable(
      "a deadline goal",
      commonGoalKeys + [
        .required("classes", .list(.object(deadlineClassKeys)), "The classes of items."),
        .optional("clock", .choice(GoalSpec.Clock.self), "Which hours the clock counts."),
        .optional("met", .share(.above(0, to: 1), example: "1.0"), "The share that is promised."),
        .required(
          "planningProbability",
          .share(Bounds(least: 0.5, most: 1, isBelow: true), example: "0.995"),
          "The chance of being in time that people are planned for."),
      ])
  }
}
