package io.mediascope.scope.model;

/**
 * A place on the globe.
 *
 * @param latitude degrees, -90 to 90, north is positive
 * @param longitude degrees, -180 to 180, east is positive
 */
public record Coordinates(double latitude, double longitude) implements ScopeSerializable {
    private static final double EARTH_RADIUS_KM = 6371;

    public Coordinates {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("latitude must be -90 to 90 and longitude -180 to 180 degrees");
        }
    }

    /** Along the great circle (haversine formula). */
    public double distanceKm(Coordinates other) {
        double dLatitude = Math.toRadians(other.latitude - latitude);
        double dLongitude = Math.toRadians(other.longitude - longitude);
        double h = square(Math.sin(dLatitude / 2))
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * square(Math.sin(dLongitude / 2));
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    private static double square(double x) {
        return x * x;
    }
}
