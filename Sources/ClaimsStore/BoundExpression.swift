/// A part of a date that functions give.
enum DatePart: String, Sendable, CaseIterable {
  case year
  case quarter
  case month
  case week
  case day
  case hour
  case minute
  case second
  case isodow
  case epoch
}

/// An expression whose columns and types are known.
struct BoundExpression: Sendable {
  indirect enum Node: Sendable {
    case column(Int)
    case constant(SQLValue)
    case arithmetic(ClaimsOperator, BoundExpression, BoundExpression)
    case comparison(ClaimsOperator, BoundExpression, BoundExpression)
    case and(BoundExpression, BoundExpression)
    case or(BoundExpression, BoundExpression)
    case not(BoundExpression)
    case isNull(BoundExpression, negated: Bool)
    case like(BoundExpression, LikePattern)
    case choice([(when: BoundExpression, then: BoundExpression)], otherwise: BoundExpression)
    case cast(BoundExpression)
    case coalesce([BoundExpression])
    case part(DatePart, BoundExpression)
    case truncate(DatePart, BoundExpression)
    case difference(DatePart, BoundExpression, BoundExpression)
    case absolute(BoundExpression)
    case concatenate(BoundExpression, BoundExpression)
    case scalar(ScalarFunction, [BoundExpression])
  }
  var node: Node
  var type: ClaimsType
  var position: SourcePosition

  /// Whether the expression is a column, which cannot fail.
  var isColumn: Bool { if case .column = node { true } else { false } }

  /// The value when the expression is a constant.
  var constant: SQLValue? { if case .constant(let value) = node { value } else { nil } }
}

/// The columns that an expression may name.
struct QueryScope: Sendable {
  struct Column: Sendable {
    var qualifier: String?
    var name: String
    var type: ClaimsType
    /// Whether the column is the second of a pair that USING made one; only its qualified name finds it.
    var isMerged = false
  }
  var columns: [Column]

  /// The column of a name; `nil` when there is none.
  func find(
    _ qualifier: String?, _ name: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> Int? {
    let matches = columns.indices.filter { index in
      columns[index].name.lowercased() == name.lowercased()
        && (qualifier == nil
          ? !columns[index].isMerged
          : columns[index].qualifier?.lowercased() == qualifier?.lowercased())
    }
    if matches.count > 1 {
      throw ClaimsQueryError(
        .unknownName, at: position, "\"\(name)\" is the name of \(matches.count) columns here",
        remedy: "Put the table's name and a point before it")
    }
    return matches.first
  }
}
