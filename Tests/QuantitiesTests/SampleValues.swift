import Quantities
import Testing

/// A date that the test knows to exist.
func localDate(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

/// A zone that the test knows to exist.
func zoneRules(_ name: String) throws -> ZoneRules { try #require(ZoneRules(name: name)) }
