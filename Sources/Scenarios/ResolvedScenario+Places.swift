import LocatedJSON

extension ResolvedScenario {
  /// Puts the place in the spec before a problem that begins with a path, as in
  /// `queues.voice.patience: …`, `queues.voice, its driver: …`, `pools.night staff: …` or `$.claims.csv: …`.
  ///
  /// - Parameter problem: A problem found after the spec was read.
  /// - Returns: The problem as `FILE:LINE:COLUMN $.queues.voice.patience: …`, at the longest part of the
  ///   path that the spec has; the problem unchanged when it begins with no such path.
  /// - Complexity: O(names + length).
  public func located(_ problem: String) -> String {
    if problem.hasPrefix("$.") { return place(.root, problem.dropFirst()) }
    for (kind, names) in [
      ("queues", scenario.queues.map(\.name)), ("pools", scenario.pools.map(\.name)),
    ] {
      // The longest name first: one may begin like another.
      for name in names.sorted(by: { $0.count > $1.count })
      where problem.hasPrefix("\(kind).\(name)") {
        let rest = problem.dropFirst("\(kind).\(name)".count)
        guard let next = rest.first, ".:,[ ".contains(next) else { continue }
        let path = JSONPath([.key(kind), .key(name)])
        if kind == "queues", let driver = driver(of: name, rest) {
          return place(
            path.key("drivers").index(driver.index), rest.dropFirst(driver.name.count + 2))
        }
        return place(path, rest)
      }
    }
    return problem
  }

  /// The driver of a queue that a problem names after the queue, as in `, NAME: …`.
  private func driver(of queue: String, _ rest: Substring) -> (index: Int, name: String)? {
    let drivers = scenario.queues.first { $0.name == queue }?.drivers ?? []
    return drivers.enumerated().first { rest.hasPrefix(", \($1.name):") }
      .map { ($0.offset, $0.element.name) }
  }

  /// Follows keys and indices as far as the spec has them.
  private func place(_ start: JSONPath, _ rest: Substring) -> String {
    guard var value = root[start] else { return start.description + rest }
    var path = start
    var rest = rest
    while true {
      if rest.first == "." {
        let key = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        guard !key.isEmpty, let next = value[String(key)] else { break }
        (value, path) = (next, path.key(String(key)))
        rest = rest.dropFirst(1 + key.count)
      } else if rest.first == "[", let close = rest.firstIndex(of: "]"),
        let index = Int(rest[rest.index(after: rest.startIndex)..<close]),
        let elements = value.elements, elements.indices.contains(index)
      {
        (value, path) = (elements[index], path.index(index))
        rest = rest[rest.index(after: close)...]
      } else {
        break
      }
    }
    return "\(value.position) \(path)\(rest)"
  }
}
