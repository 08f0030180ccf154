"""The drawn body: outlines as smooth curves, regions cut out of them, pictures with regions marked. No findings."""
