import './painter'; import './style.css';
