/// Making queries in Swift; the value is the one that the same SQL parses to.
///
///     let query = ClaimsQuery.from("claims")
///       .where(.column("status").equals(.text("paid")))
///       .grouped(by: .column("client_id"))
///       .selecting(.column("client_id"), .count(as: "n"), .sum(.column("plan_paid"), as: "paid"))
///       .ordered(by: .column("paid"), descending: true).limited(to: 20)
extension ClaimsQuery {
  /// Begins a query of every column of a table.
  public static func from(_ table: String, as alias: String? = nil) -> ClaimsQuery {
    ClaimsQuery(
      items: [Item(expression: nil)],
      source: .table(name: table, alias: alias, at: SourcePosition()))
  }

  /// Begins a query of every column of another query.
  public static func from(_ query: ClaimsQuery, as alias: String? = nil) -> ClaimsQuery {
    ClaimsQuery(items: [Item(expression: nil)], source: .query(query, alias: alias))
  }

  /// Names a query that this one can read.
  public func with(_ name: String, _ query: ClaimsQuery) -> ClaimsQuery {
    changed { $0.with.append(Named(name: name, query: query)) }
  }

  /// Chooses the output columns.
  public func selecting(_ items: Item...) -> ClaimsQuery { changed { $0.items = items } }

  /// Leaves out repeated rows.
  public func distinct() -> ClaimsQuery { changed { $0.isDistinct = true } }

  /// Keeps rows for which a condition is true, besides any earlier condition.
  public func `where`(_ condition: ClaimsExpression) -> ClaimsQuery {
    changed { query in
      query.condition = query.condition.map { $0.and(condition) } ?? condition
    }
  }

  /// Joins another table where columns of the same names are equal.
  public func joined(_ table: String, using columns: String..., isLeft: Bool = false) -> ClaimsQuery
  {
    changed { query in
      guard let source = query.source else { return }
      query.source = .using(
        source, .table(name: table, alias: nil, at: SourcePosition()), isLeft: isLeft,
        columns: columns, at: SourcePosition())
    }
  }

  /// Groups rows by equal keys.
  public func grouped(by keys: ClaimsExpression...) -> ClaimsQuery {
    changed { $0.groups += keys }
  }

  /// Keeps groups for which a condition is true.
  public func having(_ condition: ClaimsExpression) -> ClaimsQuery {
    changed { $0.having = condition }
  }

  /// Sorts by a further key.
  public func ordered(
    by key: ClaimsExpression, descending: Bool = false, nullsFirst: Bool? = nil
  ) -> ClaimsQuery {
    changed {
      $0.order.append(
        ClaimsOrder(expression: key, isDescending: descending, nullsFirst: nullsFirst))
    }
  }

  /// Keeps so many rows, after leaving out some.
  public func limited(to limit: Int, from offset: Int? = nil) -> ClaimsQuery {
    changed {
      $0.limit = limit
      $0.offset = offset
    }
  }

  private func changed(_ change: (inout ClaimsQuery) -> Void) -> ClaimsQuery {
    var copy = self
    change(&copy)
    return copy
  }
}

extension ClaimsQuery.Item {
  /// A column by its name.
  public static func column(_ name: String) -> ClaimsQuery.Item {
    ClaimsQuery.Item(expression: .column(name))
  }

  /// `count(*) AS name`.
  public static func count(as name: String) -> ClaimsQuery.Item {
    ClaimsExpression.count.named(name)
  }

  /// `sum(x) AS name`.
  public static func sum(_ argument: ClaimsExpression, as name: String) -> ClaimsQuery.Item {
    ClaimsExpression.sum(argument).named(name)
  }

  /// `count(DISTINCT x) AS name`.
  public static func count(
    distinct argument: ClaimsExpression, as name: String
  ) -> ClaimsQuery.Item {
    ClaimsExpression.count(distinct: argument).named(name)
  }
}

extension ClaimsExpression {
  /// A column by its name.
  public static func column(_ name: String, of table: String? = nil) -> ClaimsExpression {
    .column(qualifier: table, name: name, at: SourcePosition())
  }

  /// A whole number.
  public static func integer(_ value: Int) -> ClaimsExpression {
    // SQL has no negative constants, only a sign before one.
    let constant = ClaimsExpression.literal(
      .integer(Int128(value).magnitude == 0 ? 0 : abs(Int128(value))), at: SourcePosition())
    return value < 0 ? .negated(constant, at: SourcePosition()) : constant
  }

  /// A text.
  public static func text(_ value: String) -> ClaimsExpression {
    .literal(.text(value), at: SourcePosition())
  }

  /// `count(*)`.
  public static var count: ClaimsExpression {
    .call(ClaimsCall(name: "count", isStar: true), at: SourcePosition())
  }

  /// `sum(x)`.
  public static func sum(_ argument: ClaimsExpression) -> ClaimsExpression {
    function("sum", argument)
  }

  /// `count(DISTINCT x)`.
  public static func count(distinct argument: ClaimsExpression) -> ClaimsExpression {
    .call(
      ClaimsCall(name: "count", arguments: [argument], isDistinct: true), at: SourcePosition())
  }

  /// Any function or aggregate by its name.
  public static func function(_ name: String, _ arguments: ClaimsExpression...) -> ClaimsExpression
  {
    .call(ClaimsCall(name: name.lowercased(), arguments: arguments), at: SourcePosition())
  }

  /// `x = y`.
  public func equals(_ other: ClaimsExpression) -> ClaimsExpression { binary(.equal, other) }

  /// `x AND y`.
  public func and(_ other: ClaimsExpression) -> ClaimsExpression { binary(.and, other) }

  /// `x OR y`.
  public func or(_ other: ClaimsExpression) -> ClaimsExpression { binary(.or, other) }

  /// Any operator between two expressions.
  public func binary(_ symbol: ClaimsOperator, _ other: ClaimsExpression) -> ClaimsExpression {
    .binary(symbol, self, other, at: SourcePosition())
  }

  /// The expression as an output column with a name.
  public func named(_ name: String) -> ClaimsQuery.Item {
    ClaimsQuery.Item(expression: self, alias: name)
  }
}
