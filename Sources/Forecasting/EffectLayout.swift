/// The columns of a log-linear model: a chain of levels, then independent effects.
struct EffectLayout: Sendable {
  /// Levels, oldest first; at least one.
  let levels: Int
  /// Precision of the normal expectation of each effect after the levels.
  let precisions: [Double]

  /// The number of columns.
  var count: Int { levels + precisions.count }
}
