"""The reference pages: HTML of the vocabulary and of the shapes, made from the files themselves."""
