/// A linear program with some whole-numbered columns, to be minimised.
struct IntegerProgram {
  /// A decision.
  struct Column {
    var name: String
    var lower: Double
    var upper: Double
    /// Objective for one unit.
    var cost: Double
    var isInteger: Bool
  }
  /// A constraint `lower <= Σ coefficient × column <= upper`.
  struct Row {
    var terms: [(column: Int, coefficient: Double)]
    var lower: Double
    var upper: Double
  }

  var columns: [Column] = []
  var rows: [Row] = []

  /// Adds a decision and returns its index.
  mutating func addColumn(
    _ name: String, lower: Double = 0, upper: Double = .infinity, cost: Double = 0,
    isInteger: Bool = false
  ) -> Int {
    precondition(lower <= upper, "column \(name) has bounds \(lower)...\(upper)")
    columns.append(
      Column(name: name, lower: lower, upper: upper, cost: cost, isInteger: isInteger))
    return columns.count - 1
  }

  /// Adds a constraint; a column may stand in it once, and zero coefficients are left out.
  mutating func addRow(
    _ terms: [(column: Int, coefficient: Double)], atLeast lower: Double = -.infinity,
    atMost upper: Double = .infinity
  ) {
    rows.append(Row(terms: terms.filter { $0.coefficient != 0 }, lower: lower, upper: upper))
  }

  /// The objective of a vector of values, one for each column.
  func objective(of values: [Double]) -> Double {
    zip(columns, values).reduce(0) { $0 + $1.0.cost * $1.1 }
  }

  /// The largest violation of a bound, a row or a whole number.
  func violation(of values: [Double]) -> Double {
    var worst = 0.0
    for (column, value) in zip(columns, values) {
      worst = max(worst, column.lower - value, value - column.upper)
      if column.isInteger { worst = max(worst, abs(value - value.rounded())) }
    }
    for row in rows {
      let activity = row.terms.reduce(0) { $0 + $1.coefficient * values[$1.column] }
      let scale = max(1, abs(activity))
      worst = max(worst, (row.lower - activity) / scale, (activity - row.upper) / scale)
    }
    return worst
  }
}

/// When a search may stop; never by the clock.
struct SearchLimits {
  /// Share of the objective by which the answer may miss the best.
  var gap = 0.01
  /// Most nodes of the search tree.
  var nodes = 2000
}

/// What a search found.
struct ProgramSolution {
  /// How a search ended.
  enum Status {
    /// Best within the asked gap.
    case optimal
    /// The node limit came first; the values are the best found.
    case nodeLimit
    /// No values satisfy the constraints.
    case infeasible
    /// The objective falls without end.
    case unbounded
    /// The node limit came before any values were found, or the numbers defeated the solver.
    case unsolved
  }
  var status: Status
  /// Objective of the values; infinite when there are none.
  var objective: Double
  /// No values can cost less than this.
  var bound: Double
  /// One for each column; empty when none were found.
  var values: [Double]
  /// Nodes of the search tree.
  var nodes: Int
}
