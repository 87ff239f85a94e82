extension SQLParser {
  /// Reads `[WITH …] SELECT …`.
  mutating func query() throws(ClaimsQueryError) -> ClaimsQuery {
    try enter()
    defer { leave() }
    var named: [ClaimsQuery.Named] = []
    if take(word: "with") {
      repeat {
        let name = try name("a name")
        try expect(word: "as")
        try expect(sign: "(")
        named.append(ClaimsQuery.Named(name: name, query: try query()))
        try expect(sign: ")")
      } while take(sign: ",")
    }
    var query = try select()
    query.with = named
    return query
  }

  private mutating func select() throws(ClaimsQueryError) -> ClaimsQuery {
    try expect(word: "select")
    let isDistinct = take(word: "distinct")
    var items = [try item()]
    while take(sign: ",") { items.append(try item()) }
    var query = ClaimsQuery(items: items, source: nil)
    query.isDistinct = isDistinct
    if take(word: "from") { query.source = try joined() }
    if take(word: "where") { query.condition = try expression() }
    if take(word: "group") {
      try expect(word: "by")
      if take(word: "all") {
        query.groups = try allGroups(items)
      } else {
        query.groups = [try expression()]
        while take(sign: ",") { query.groups.append(try expression()) }
      }
    }
    if take(word: "having") { query.having = try expression() }
    if take(word: "window") {
      repeat {
        let name = try name("a window's name").lowercased()
        try expect(word: "as")
        query.windows.append(ClaimsQuery.NamedWindow(name: name, window: try windowDefinition()))
      } while take(sign: ",")
    }
    if isWord("order"), isWord("all", ahead: 2) {
      query.order = try allOrder(items)
    } else if isWord("order") {
      query.order = try orderKeys()
    }
    if take(word: "limit") { query.limit = try count("how many rows") }
    if take(word: "offset") { query.offset = try count("how many rows to leave out") }
    for word in ["union", "intersect", "except", "qualify"] where isWord(word) {
      throw ClaimsQueryError(
        .unsupported, at: token.position, "\(word.uppercased()) is outside of this subset",
        remedy: "Run two queries, or use a subquery in FROM")
    }
    return query
  }

  /// What `GROUP BY ALL` stands for: every output without an aggregate.
  private func allGroups(_ items: [ClaimsQuery.Item]) throws(ClaimsQueryError) -> [ClaimsExpression]
  {
    let outputs = items.compactMap(\.expression)
    guard outputs.count == items.count else { throw starAndAll() }
    return outputs.filter { QueryExecutor.aggregateCalls([$0]).isEmpty }
  }

  /// What `ORDER BY ALL` stands for: every output from left to right.
  private mutating func allOrder(_ items: [ClaimsQuery.Item]) throws(ClaimsQueryError)
    -> [ClaimsOrder]
  {
    guard items.allSatisfy({ $0.expression != nil }) else { throw starAndAll() }
    // One key is read for its direction and place of nulls, which hold for all.
    let written = try orderKeys()
    return items.indices.map { index in
      var key = written[0]
      key.expression = .literal(.integer(Int128(index + 1)), at: written[0].expression.position)
      return key
    }
  }

  private func starAndAll() -> ClaimsQueryError {
    ClaimsQueryError(
      .unsupported, at: token.position, "ALL beside SELECT * is outside of this subset",
      remedy: "Name the columns")
  }

  private mutating func count(_ what: String) throws(ClaimsQueryError) -> Int {
    guard case .number(let text) = token.kind, let value = Int(text) else { throw wanted(what) }
    index += 1
    return value
  }

  private mutating func item() throws(ClaimsQueryError) -> ClaimsQuery.Item {
    if take(sign: "*") { return ClaimsQuery.Item(expression: nil) }
    let value = try expression()
    if take(word: "as") {
      return ClaimsQuery.Item(expression: value, alias: try name("a name"))
    }
    return ClaimsQuery.Item(expression: value, alias: try bareAlias())
  }

  /// A name without `AS`, when one follows.
  private mutating func bareAlias() throws(ClaimsQueryError) -> String? {
    switch token.kind {
    case .quotedName: return try name("a name")
    case .word(let word) where !SQLParser.reserved.contains(word.lowercased()):
      return try name("a name")
    default: return nil
    }
  }

  private mutating func joined() throws(ClaimsQueryError) -> ClaimsQuery.Source {
    var left = try simpleSource()
    while true {
      let position = token.position
      if isSign(",") || isWord("cross") || isWord("right") || isWord("full") {
        throw ClaimsQueryError(
          .unsupported, at: position, "Only JOIN … ON and LEFT JOIN … ON are in this subset",
          remedy: "Write JOIN other ON claims.client_id = other.client_id")
      }
      var isLeft = false
      if take(word: "left") {
        isLeft = true
        _ = take(word: "outer")
        try expect(word: "join")
      } else if take(word: "inner") {
        try expect(word: "join")
      } else if !take(word: "join") {
        return left
      }
      let right = try simpleSource()
      if take(word: "using") {
        try expect(sign: "(")
        var columns = [try name("a column's name")]
        while take(sign: ",") { columns.append(try name("a column's name")) }
        try expect(sign: ")")
        left = .using(left, right, isLeft: isLeft, columns: columns, at: position)
        continue
      }
      try expect(word: "on")
      left = .join(left, right, isLeft: isLeft, on: try expression(), at: position)
    }
  }

  private mutating func simpleSource() throws(ClaimsQueryError) -> ClaimsQuery.Source {
    if take(sign: "(") {
      let inner = try query()
      try expect(sign: ")")
      _ = take(word: "as")
      return .query(inner, alias: try bareAlias())
    }
    let position = token.position
    let name = try name("a table's name")
    _ = take(word: "as")
    return .table(name: name, alias: try bareAlias(), at: position)
  }
}
