extension LocatedValue {
  /// Applies a JSON Merge Patch: members of the patch replace or join, `null` removes.
  ///
  /// Values from the patch keep their places, so that a later problem points into the patch. An
  /// object that is merged keeps the place it has here. Members keep their order; new ones follow
  /// in the patch's order.
  ///
  /// - Parameter patch: Any value; one that is no object replaces the whole.
  /// - Returns: The patched value.
  /// - Complexity: O(size of the patch + members of the objects that it touches).
  /// - SeeAlso: RFC 7396, section 2.
  public func merging(_ patch: LocatedValue) -> LocatedValue {
    guard case .object(let changes) = patch.kind else { return patch }
    var members: [LocatedMember]
    var place: Position
    if case .object(let own) = kind {
      (members, place) = (own, position)
    } else {
      (members, place) = ([], patch.position)
    }
    var indexOfKey: [String: Int] = [:]
    for (index, member) in members.enumerated() { indexOfKey[member.key] = index }
    var isRemoved = [Bool](repeating: false, count: members.count)
    for change in changes {
      if let index = indexOfKey[change.key] {
        if change.value.isNull {
          isRemoved[index] = true
          indexOfKey[change.key] = nil
          continue
        }
        let old = members[index]
        let merged = old.value.merging(change.value)
        let staysPut = old.value.members != nil && change.value.members != nil
        members[index] = LocatedMember(
          key: old.key, keyPosition: staysPut ? old.keyPosition : change.keyPosition, value: merged)
      } else if !change.value.isNull {
        let absent = LocatedValue(.null, at: change.value.position)
        indexOfKey[change.key] = members.count
        isRemoved.append(false)
        members.append(
          LocatedMember(
            key: change.key, keyPosition: change.keyPosition, value: absent.merging(change.value)))
      }
    }
    let kept = zip(members, isRemoved).filter { !$0.1 }.map(\.0)
    return LocatedValue(.object(kept), at: place)
  }
}
