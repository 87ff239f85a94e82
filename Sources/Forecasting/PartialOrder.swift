/// Arranges values so far that some ranks hold what they would hold in full order, as R's `stl` does.
///
/// R asks for the two middle ranks with the higher one first, although the method drops a rank when a
/// cut falls between ranks that are not ascending. The value at the dropped rank is then one of its
/// neighbours', and R's robustness weights follow from it. To give R's numbers the same cuts are made here.
///
/// - SeeAlso: R. C. Singleton, *Algorithm 347: an efficient algorithm for sorting with minimal storage*,
///   Communications of the ACM 12 (1969).
enum PartialOrder {
  /// A part of the values that is not arranged yet, and the ranks that lie in it.
  private struct Part {
    var first: Int
    var last: Int
    var ranks: ArraySlice<Int>
  }

  /// Arranges values.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - ranks: The ranks wanted, from 1.
  /// - Returns: The values in their new places.
  static func arranged(_ values: [Double], ranks: [Int]) -> [Double] {
    var places = values
    var waiting = [Part(first: 0, last: values.count - 1, ranks: ranks[...])]
    var isFresh = true
    while let next = waiting.popLast() {
      var part = next
      var isNeeded = !part.ranks.isEmpty
      // Short parts are ordered outright, save the first one: nothing below it stops the descent.
      while isNeeded, part.first < part.last,
        part.last - part.first > 10 || isFresh || part.first == 0
      {
        isFresh = false
        let (low, high) = cut(&places, part.first, part.last)
        if low - part.first <= part.last - high {
          var kept = part.ranks
          while let rank = kept.last, rank - 1 > low { kept.removeLast() }
          let rest = kept.isEmpty ? part.ranks : part.ranks[kept.endIndex...]
          waiting.append(Part(first: high, last: part.last, ranks: rest))
          part = Part(first: part.first, last: low, ranks: kept)
        } else {
          var kept = part.ranks
          while let rank = kept.first, rank - 1 < high { kept.removeFirst() }
          let rest = kept.isEmpty ? part.ranks : part.ranks[..<kept.startIndex]
          waiting.append(Part(first: part.first, last: low, ranks: rest))
          part = Part(first: high, last: part.last, ranks: kept)
        }
        isNeeded = !part.ranks.isEmpty
      }
      if isNeeded, part.first > 0, part.first < part.last {
        places[part.first...part.last].sort()
      }
    }
    return places
  }

  /// Cuts a part around the middle one of three values.
  ///
  /// - Parameters:
  ///   - places: All values.
  ///   - first: The part's first place.
  ///   - last: Its last place.
  /// - Returns: The end of the lower part and the beginning of the higher one.
  private static func cut(
    _ places: inout [Double], _ first: Int, _ last: Int
  ) -> (low: Int, high: Int) {
    // Places are counted from 1 when the middle is taken.
    let middle = (first + last + 2) / 2 - 1
    if places[first] > places[middle] { places.swapAt(first, middle) }
    if places[last] < places[middle] {
      places.swapAt(last, middle)
      if places[first] > places[middle] { places.swapAt(first, middle) }
    }
    let pivot = places[middle]
    var (low, high) = (last, first)
    while true {
      repeat { low -= 1 } while places[low] > pivot
      repeat { high += 1 } while places[high] < pivot
      if high > low { return (low, high) }
      places.swapAt(low, high)
    }
  }
}
