extension LocatedValue {
  /// Sets a value at a path, or removes it when the value is `null`.
  ///
  /// A key that an object does not have is added behind its others, also on the way; what stands at
  /// the path is replaced whole. Removing an element moves the later ones forward.
  ///
  /// - Parameter assignment: The path and the value.
  /// - Returns: The changed value.
  /// - Throws: ``LocatedProblem`` with the place in the assignment when the path leads through a
  ///   value that is no object or array, to an element that an array does not have, or when there
  ///   is nothing to remove.
  /// - Complexity: O(members of the objects on the way).
  public func setting(_ assignment: Assignment) throws(LocatedProblem) -> LocatedValue {
    guard let changed = try setting(assignment, step: 0) else { return assignment.value }
    return changed
  }

  /// Applies the steps from one on; `nil` removes this value.
  private func setting(
    _ assignment: Assignment, step: Int
  ) throws(LocatedProblem) -> LocatedValue? {
    guard step < assignment.path.components.count else {
      return assignment.value.isNull ? nil : assignment.value
    }
    switch (assignment.path.components[step], kind) {
    case (.key(let key), .object(let members)):
      return try setting(key, of: members, assignment, step: step)
    case (.index(let index), .array(var elements)):
      guard elements.indices.contains(index) else {
        throw noElement(index, of: elements.count, assignment, step: step)
      }
      if let changed = try elements[index].setting(assignment, step: step + 1) {
        elements[index] = changed
      } else {
        elements.remove(at: index)
      }
      return LocatedValue(.array(elements), at: position)
    default:
      throw notAContainer(assignment, step: step)
    }
  }

  private func setting(
    _ key: String, of members: [LocatedMember], _ assignment: Assignment, step: Int
  ) throws(LocatedProblem) -> LocatedValue {
    var members = members
    let place = assignment.positions[step]
    let isLast = step + 1 == assignment.path.components.count
    if let index = members.firstIndex(where: { $0.key == key }) {
      if let changed = try members[index].value.setting(assignment, step: step + 1) {
        let keyPosition = isLast ? place : members[index].keyPosition
        members[index] = LocatedMember(key: key, keyPosition: keyPosition, value: changed)
      } else {
        members.remove(at: index)
      }
      return LocatedValue(.object(members), at: position)
    }
    if assignment.value.isNull { throw nothingToRemove(key, assignment, step: step) }
    let empty = LocatedValue(.object([]), at: place)
    guard let added = try empty.setting(assignment, step: step + 1) else {
      preconditionFailure("adding \(assignment.path) removed it")
    }
    members.append(LocatedMember(key: key, keyPosition: place, value: added))
    return LocatedValue(.object(members), at: position)
  }

  private func notAContainer(_ assignment: Assignment, step: Int) -> LocatedProblem {
    let own = JSONPath(Array(assignment.path.components[..<step]))
    let wanted =
      switch assignment.path.components[step] {
      case .key(let key): "key \(LocatedProblem.quoted(key))"
      case .index(let index): "element [\(index)]"
      }
    let place = assignment.positions[step]
    let isInside = assignment.positions.contains(position)
    let origin = isInside ? "does not exist yet, so it" : "(\(position)) is \(kindInWords), which"
    return LocatedProblem(
      .notAContainer, at: place, path: assignment.path,
      problem: "\(own) \(origin) has no \(wanted)",
      remedy: isInside
        ? "Set \(own) to a whole array" : "Set \(own) itself, or check the path before this step")
  }

  private func noElement(
    _ index: Int, of count: Int, _ assignment: Assignment, step: Int
  ) -> LocatedProblem {
    let own = JSONPath(Array(assignment.path.components[..<step]))
    let remedy =
      switch count {
      case 0: "Set \(own) to a whole array"
      case 1: "Write [0], or set \(own) to a whole array"
      default: "Write [0] to [\(count - 1)], or set \(own) to a whole array"
      }
    return LocatedProblem(
      .indexOutOfRange, at: assignment.positions[step], path: assignment.path,
      problem: "\(own) (\(position)) has \(count) element\(count == 1 ? "" : "s"), no [\(index)]",
      remedy: remedy)
  }

  private func nothingToRemove(
    _ key: String, _ assignment: Assignment, step: Int
  ) -> LocatedProblem {
    let own = JSONPath(Array(assignment.path.components[..<step]))
    let known = nearest(to: key, among: (members ?? []).map(\.key)).prefix(5)
      .map { LocatedProblem.quoted($0) }.joined(separator: ", ")
    return LocatedProblem(
      .missingKey, at: assignment.positions[step], path: assignment.path,
      problem: "\(own) (\(position)) has no key \(LocatedProblem.quoted(key)) to remove",
      remedy: known.isEmpty ? "Leave this out" : "Its keys are, nearest first: \(known)")
  }
}
